import uuid

from django.db import models


class VaultItem(models.Model):
    """Something that must rest for a while although it identifies people: encrypted, with one owner
    and a date on which it is destroyed. Opened only through `partnership.vault`, which logs it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        "partnership.Organization", on_delete=models.CASCADE, related_name="vault_items"
    )
    purpose = models.CharField(max_length=40)
    secret_version = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    destroy_on = models.DateField(db_index=True)

    def __str__(self):
        return f"{self.purpose} of {self.owner_id}"


class VaultChunk(models.Model):
    item = models.ForeignKey(VaultItem, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    ciphertext = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="vault_chunk_once")]
        ordering = ["number"]

    def __str__(self):
        return f"{self.item_id}/{self.number}"
