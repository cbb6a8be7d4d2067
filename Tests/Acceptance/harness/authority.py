"""A certification authority made for one run, by the openssl command."""

import pathlib
import subprocess


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


class Authority:
    """A private CA with a certificate for a server on loopback."""

    def __init__(self, folder, name="acceptance", days=2, names="DNS:localhost,IP:127.0.0.1"):
        self.folder = pathlib.Path(folder)
        self.ca_file = self.folder / f"{name}-ca.pem"
        self.certificate_file = self.folder / f"{name}-server.pem"
        self.key_file = self.folder / f"{name}-server-key.pem"
        self._ca_key = self.folder / f"{name}-ca-key.pem"
        self._name = name
        self._make_ca()
        self._make_certificate(names, days)

    def _make_ca(self):
        openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "2", "-subj", f"/CN={self._name} CA"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
            *("-keyout", self._ca_key, "-out", self.ca_file),
        )

    def _make_certificate(self, names, days):
        request = self.folder / f"{self._name}.csr"
        extensions = self.folder / f"{self._name}.ext"
        extensions.write_text(
            f"subjectAltName={names}\nbasicConstraints=critical,CA:FALSE\n"
            "extendedKeyUsage=serverAuth\n"
        )
        openssl(
            *("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-subj", "/CN=localhost", "-keyout", self.key_file, "-out", request),
        )
        openssl(
            *("x509", "-req", "-in", request, "-CA", self.ca_file, "-CAkey", self._ca_key),
            *("-CAcreateserial", "-days", days, "-extfile", extensions),
            *("-out", self.certificate_file),
        )
