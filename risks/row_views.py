edit_row = strike_row = restore_row = move_row = edit_duty = edit_grade = preview_row = None
