/// The members of the document that have a meaning (contract section 1).
enum EnvelopeKey: String, CaseIterable {
    /// Kept by the CMS for 8.13 and older; `resultCode` decides.
    case result
    case resultCode
    case resultDesc
    case resultDatas
}
