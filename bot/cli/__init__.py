"""What the `quasi` command needs of a terminal."""
