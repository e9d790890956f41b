"""Flowcharts of powers (权力运行流程图): plain Python that knows no database and no risks.

`steps.Chart` goes in, `layout.lay_out` gives a `drawing.Drawing`, `svg` and `emf` write it.
"""
