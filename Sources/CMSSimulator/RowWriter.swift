internal import NIOCore

/// Writes rows as JSON text, their fields in orders that change from row to row.
struct RowWriter {
    private static let orderCount = 8
    /// More bytes than a row takes: ten names, ten numbers of 20 digits, quotes, extra fields.
    private static let maximumRowBytes = 640
    private static let extraFields = Array(
        #","agentName":"drift","skills":[1,{"level":2.5}],"since":null"#.utf8
    )

    /// A field and the text before its value, the comma included where it is not the first.
    private struct Column {
        let field: AgentRow.Field
        let text: [UInt8]
    }

    private let orders: [[Column]]

    init(random: inout SeededRandom) {
        var orders: [[Column]] = []
        for _ in 0..<Self.orderCount {
            var fields = AgentRow.Field.allCases
            random.shuffle(&fields)
            orders.append(Self.columns(fields))
        }
        self.orders = orders
    }

    /// Writes one row; its place decides the order of its fields.
    func write(_ row: AgentRow, index: Int, fate: RowFate, into buffer: inout ByteBuffer) {
        let columns = orders[index % Self.orderCount]
        buffer.writeWithOutputRawSpan(minimumWritableBytes: Self.maximumRowBytes) { output in
            for column in columns {
                output.append(column.text)
                if fate.hasStringNumbers { output.append(UInt8(ascii: "\"")) }
                output.appendDecimal(row[column.field])
                if fate.hasStringNumbers { output.append(UInt8(ascii: "\"")) }
            }
            if fate.hasExtraFields { output.append(Self.extraFields) }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func columns(_ fields: [AgentRow.Field]) -> [Column] {
        fields.enumerated()
            .map { place, field in
                let before = place == 0 ? "{" : ","
                return Column(field: field, text: Array("\(before)\"\(field.rawValue)\":".utf8))
            }
    }
}
