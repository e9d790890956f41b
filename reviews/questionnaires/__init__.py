"""问卷调查: what the discipline office asks colleagues or those served, without names."""
