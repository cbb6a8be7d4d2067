internal import Gateway
internal import Roster

/// What `check-config` prints: every setting as it will be used, with its origin.
package struct SettingsListing: CustomStringConvertible {
    private let loaded: LoadedSettings

    /// Creates the listing of settings that are in order.
    package init(_ loaded: LoadedSettings) { self.loaded = loaded }

    /// One aligned line a setting, then the groups.
    package var description: String {
        (loaded.resolved.map(line) + groupLines).joined(separator: "\n")
    }

    private func line(_ setting: ResolvedSetting) -> String {
        let name = setting.key.name.padded(to: nameWidth)
        let origin = setting.value == nil ? "not given" : setting.origin.description
        return "\(name)  \(setting.shown.padded(to: valueWidth))  \(origin)"
    }

    private var nameWidth: Int { loaded.resolved.map(\.key.name.count).max() ?? 0 }

    private var valueWidth: Int { min(48, loaded.resolved.map(\.shown.count).max() ?? 0) }

    private var groupLines: [String] {
        loaded.settings.gateway.vdns.flatMap { vdn in
            loaded.settings.groups.groups(in: vdn)
                .map { group in
                    "group \(SettingsProblem.shown(group.name)) of VDN \(vdn): "
                        + "\(group.ids.count) agents"
                }
        }
    }
}

extension String {
    /// The text with spaces up to so many characters.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
