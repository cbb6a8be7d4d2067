/// The members of the document that have a meaning (contract section 1).
enum EnvelopeKey: String, CaseIterable {
    /// The verdict of 8.13 and older; it decides where there is no `resultCode`.
    case result
    case resultCode
    case resultDesc
    case resultDatas
}
