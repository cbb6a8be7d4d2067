internal import NIOHTTP1

extension HTTPHeaders {
    /// Takes the fields of a head out of the bytes it was read from.
    init(_ head: PlainHead, in bytes: Span<UInt8>) {
        var fields: [(String, String)] = []
        fields.reserveCapacity(head.fieldCount)
        for index in 0..<head.fieldCount {
            let field = head[index]
            fields.append((bytes.text(field.name), bytes.text(field.value)))
        }
        self.init(fields)
    }
}
