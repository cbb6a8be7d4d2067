internal import Gateway

/// A new random key.
struct NewKey {
    /// The key itself; it is shown once and never kept.
    let text: String

    /// How many random digits of base64url a key has: 258 bits, too many to guess, whatever is known
    /// of its hash.
    static let digits = 43

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )

    /// Draws a key.
    init(using numbers: inout some RandomNumberGenerator) {
        let digits = (0..<Self.digits)
            .map { _ in
                Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &numbers)]
            }
        text = APIKey.prefix + String(digits)
    }

    /// The line of the keys file that lets the key in.
    func line(for name: String) -> String {
        "\(name): {sha256: \(KeyDigest(of: text).hex)}"
    }
}
