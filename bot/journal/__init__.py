"""What is kept, and for how long: counts of feedback, without anybody in them."""
