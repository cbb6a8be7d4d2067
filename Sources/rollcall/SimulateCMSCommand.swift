import ArgumentParser
import RollcallApp

/// The flags of `rollcall simulate-cms`.
struct SimulateCMSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate-cms",
        abstract: "The simulated CMS alone, to run a gateway against.",
        discussion: """
            It checks signatures and locks addresses as the real one does.

              export ROLLCALL_CMS_ACCESSKEY=AK ROLLCALL_CMS_SECRETKEY=test-secret
              rollcall simulate-cms --port 28080 --agents 1000-1999,70000

            Over TLS, slow, and failing now and then:

              rollcall simulate-cms --tls-certificate cms.pem --tls-key cms.key \\
                --latency 50ms --faults '{"errorRate": 0.1, "failure": "status:503"}'

            With user groups of its own, group-1 to group-400, which share the demo's agents:

              rollcall simulate-cms --groups 400 --group-size 150
            """
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes any free one.")
    var port = 28_080

    @Option(help: ArgumentHelp("Certificate chain in PEM: HTTPS is spoken.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key in PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(help: "The access key; without it ROLLCALL_CMS_ACCESSKEY is used.")
    var accessKey: String?

    @Option(
        help: ArgumentHelp(
            "File with the secret key; without it ROLLCALL_CMS_SECRETKEY is used.",
            valueName: "file"
        )
    )
    var secretKeyFile: String?

    @Option(help: "The contact centre's number.")
    var ccId = 1

    @Option(name: .customLong("vdn"), help: "A VDN; may be given several times. (default: 170)")
    var vdns: [Int] = []

    @Option(help: "Agents such as 1031,2000-2999; without it the 20,000 of the demo.")
    var agents: [String] = []

    @Option(help: "Cut the agents into so many user groups; without it as many as it takes.")
    var groups: Int?

    @Option(help: "Members of each; without it 500, or the demo's groups over the demo's agents.")
    var groupSize: Int?

    @Option(help: "What lives, orders and faults follow from.")
    var seed: UInt64 = 1

    @Option(help: "How much later every answer comes.")
    var latency = "0s"

    @Option(help: ArgumentHelp("Faults as a JSON object.", valueName: "json"))
    var faults = "{}"

    @Option(help: "How many bad signatures lock an address.")
    var lockAfter = 5

    @Option(help: "What stands for no query in the signed text: omit or blank.")
    var emptyQueryLine = "omit"

    func run() async throws {
        try await SimulateCMS(options).run(in: .process).end()
    }

    private var options: SimulateCMS.Options {
        var options = SimulateCMS.Options()
        options.host = host
        options.port = port
        options.certificateFile = tlsCertificate
        options.keyFile = tlsKey
        options.accessKey = accessKey
        options.secretKeyFile = secretKeyFile
        options.ccID = ccId
        if !vdns.isEmpty { options.vdns = vdns }
        options.agents = agents
        options.groups = groups
        options.groupSize = groupSize
        options.seed = seed
        options.latency = latency
        options.faults = faults
        options.lockAfter = lockAfter
        options.emptyQueryLine = emptyQueryLine
        return options
    }
}
