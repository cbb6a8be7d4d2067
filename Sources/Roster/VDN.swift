/// A virtual domain number: the CMS's tenant within one contact centre, 1-5000 (contract section 1).
package struct VDN: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The range a VDN may lie in.
    package static let allowedRange: ClosedRange<UInt16> = 1...5_000

    /// The number itself.
    package let number: UInt16

    /// Creates a VDN, or nothing when the number is outside 1-5000.
    package init?(_ number: some BinaryInteger) {
        guard let number = UInt16(exactly: number), Self.allowedRange.contains(number) else {
            return nil
        }
        self.number = number
    }

    /// Compares two VDNs by their numbers.
    package static func < (left: VDN, right: VDN) -> Bool { left.number < right.number }

    /// The number in decimal.
    package var description: String { String(number) }
}
