/// What a number in the text amounts to.
enum JSONNumber: Hashable {
    /// A whole number that fits.
    case integer(Int64)
    /// A whole number beyond Int64.
    case tooLarge
    /// Written with a fraction or an exponent, whatever its value.
    case notWhole
}
