from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload


class InMemoryOnlyUploadHandler(MemoryFileUploadHandler):
    """Uploads never touch the disk in clear text: they stay in memory until the vault has locked them.

    A file over LARGEST_UPLOAD_BYTES stops the upload; the form then says that the file is too large.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = True
        # Django stops an upload only once a file begins.
        self.request.upload_too_large = content_length > settings.LARGEST_UPLOAD_BYTES

    def new_file(self, *args, **kwargs):
        if self.request.upload_too_large:
            raise StopUpload(connection_reset=False)
        self.received = 0
        return super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.LARGEST_UPLOAD_BYTES:
            self.request.upload_too_large = True
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
