// swift-tools-version: 6.3
import PackageDescription

// The reader alone, beside Foundation's. The sources are the root package's own, by symbolic links:
// what is measured is internal to that package, and nothing has to be fetched or built besides.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "decode-comparison",
    targets: [
        .target(name: "Roster", swiftSettings: settings),
        .target(name: "StatusEngine", dependencies: ["Roster"], swiftSettings: settings),
        .target(
            name: "JSONScanning",
            swiftSettings: settings + [.enableExperimentalFeature("Lifetimes")]
        ),
        .target(
            name: "CMS",
            dependencies: ["JSONScanning", "Roster", "StatusEngine"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "decode-comparison",
            dependencies: ["CMS", "StatusEngine"],
            swiftSettings: settings
        ),
    ]
)
