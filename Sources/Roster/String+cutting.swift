extension String {
    /// The text's beginning that takes at most so many bytes of UTF-8, in whole characters.
    package func cut(toBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        var bytes = 0
        return String(
            prefix { character in
                bytes += character.utf8.count
                return bytes <= count
            }
        )
    }
}
