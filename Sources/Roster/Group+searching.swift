extension Group {
    /// Whether the name has a text in it that is in lower case, whatever case the name is in; the
    /// UTF-8 of both is compared as it is.
    package func isNamed(with lowercasedPart: String) -> Bool {
        let name = lowercasedName.utf8.span
        let part = lowercasedPart.utf8.span
        var (start, met) = (0, 0)
        while met < part.count {
            guard start + part.count <= name.count else { return false }
            if name[start + met] == part[met] {
                met += 1
            } else {
                (start, met) = (start + 1, 0)
            }
        }
        return true
    }
}
