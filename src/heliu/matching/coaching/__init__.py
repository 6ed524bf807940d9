"""The coach: takes a need apart while it is written, asks what would help most, and shows what an answer changed."""
