/// This program's version.
package enum RollcallVersion {
    /// As in CHANGELOG.md.
    package static let current = "0.1.0"
}
