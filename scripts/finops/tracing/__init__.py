"""The way of cost: from an invoice line over charges and pools to who bears it and the journal, and back."""
