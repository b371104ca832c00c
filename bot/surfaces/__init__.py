"""What people see: chat, papers and pages. Every figure, name, date and place gets its words here (I6)."""
