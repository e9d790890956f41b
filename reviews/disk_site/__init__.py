"""The public site as files that open from a disk, without a server (`manage.py build_site`).

`pages` asks the views of the site for every page there is, `names` says under which name an
address lies, `assets` brings style sheets and scripts, `index` writes what search and check read,
`placing` puts the finished directory in the place of the one before (ADR 0034).
"""
