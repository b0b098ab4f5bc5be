"""Documents as PDF: fonts, templates, rendering; when each is made, and who may fetch it."""
