"""What a document (文书) says: from a step of a case and the data of its form to a text that can be set and printed."""
