"""What is at each address. Anyone may read; which claims they find, `Claim.objects.visible_to` decides."""
