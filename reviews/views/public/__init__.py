"""The public site (公开网站): reads publications only, knows no visitor, leaves no cookie."""
