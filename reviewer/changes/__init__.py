"""What a pull request or a range of commits changed, and the files at a revision."""
