import ArgumentParser

/// The flag that names the configuration file.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: [.customShort("c"), .customLong("config")],
        help: ArgumentHelp(
            "The YAML file with the settings; without it the environment must hold them all.",
            valueName: "file"
        )
    )
    var path: String?
}
