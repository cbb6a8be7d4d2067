/// All that is wrong with one setting's texts; at least one complaint.
package struct SettingComplaints: Error, Hashable, Sendable {
    /// In the order of the texts.
    package let complaints: [SettingComplaint]

    /// Creates the whole from its parts.
    package init(_ complaints: [SettingComplaint]) { self.complaints = complaints }
}
