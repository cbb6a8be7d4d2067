/// A self-signed certificate that nobody trusts, and its key: for tests only.
enum StrangeCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBhzCCAS2gAwIBAgIUV315hFrdxyC69Uw8pF1kfBf35dkwCgYIKoZIzj0EAwIw
        GDEWMBQGA1UEAwwNc3RyYW5nZXIudGVzdDAgFw0yNjExMjUwMjM0MDNaGA8yMTI1
        MDYxOTAyMzQwM1owGDEWMBQGA1UEAwwNc3RyYW5nZXIudGVzdDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABAgQAm6iE781wU/8c/2wriE0w13RdrDWgpBj9c8aNtJO
        qTiXJJmeOFla6xjqqpm3ZJXIcIWirQ/rUuXd3WUThbWjUzBRMB0GA1UdDgQWBBRW
        OlrHTuq1qwlCs+LkL5pjdFu4azAfBgNVHSMEGDAWgBRWOlrHTuq1qwlCs+LkL5pj
        dFu4azAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIFC9pyzW0I/t
        e8iORHmtmTa+Q4W5ouWSJj4QsnA9D465AiEA44hzdZbxP7H8duO0foT1WdnCm+Jx
        9Ty6tU0zGjw9OTk=
        -----END CERTIFICATE-----

        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSinPT1wUbE2ZlC95
        H5ACgTNvjwKDSkBlMoKyEhawomuhRANCAAQIEAJuohO/NcFP/HP9sK4hNMNd0Xaw
        1oKQY/XPGjbSTqk4lySZnjhZWusY6qqZt2SVyHCFoq0P61Ll3d1lE4W1
        -----END PRIVATE KEY-----

        """
}
