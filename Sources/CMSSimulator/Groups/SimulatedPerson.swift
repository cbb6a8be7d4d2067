package import Roster

/// Who an agent is, as it follows from the work number alone.
package struct SimulatedPerson: Hashable, Sendable {
    private static let givenNames = [
        "Ada", "Amina", "Anna", "Beatriz", "Björn", "Carlos", "Chiara", "Chloé", "Daniel", "Elif",
        "Emma", "Fatima", "Felix", "Grace", "Hana", "Hugo", "Ines", "Ivan", "Jonas", "Jürgen",
        "Kofi", "Lars", "Leila", "Li Na", "Lucía", "Marek", "Maria", "Mei", "Mohamed", "Nadia",
        "Noah", "Olga", "Omar", "Paolo", "Priya", "Rafael", "Ravi", "Rosa", "Sofia", "Søren",
        "Thomas", "Tomás", "Vera", "Wei", "Yara", "Yusuf", "Zoë", "Łukasz",
    ]
    private static let familyNames = [
        "Adeyemi", "Andersson", "Bauer", "Becker", "Chen", "Costa", "Diallo", "Dubois", "Fischer",
        "García", "Haddad", "Hansen", "Hoffmann", "Ivanova", "Janssen", "Jensen", "Kaya", "Keller",
        "Khan", "Kim", "Kowalski", "Kumar", "Laurent", "Lehmann", "Lopez", "Martin", "Mensah",
        "Meyer", "Moreau", "Müller", "Nakamura", "Nguyen", "Novák", "O'Brien", "Okafor", "Patel",
        "Petrov", "Ricci", "Rossi", "Santos", "Sato", "Schmidt", "Silva", "Smith", "Svensson",
        "Tanaka", "van Dijk", "Weber", "Wójcik", "Yılmaz", "Zhang", "Zimmermann",
    ]

    /// The full name; others may have the same.
    package let name: String
    /// The account: nobody else has it.
    package let accountCode: String
    /// The role: 2 for an agent, 3 for one in twenty.
    package let role: Int

    /// The person behind a work number.
    package init(_ agent: AgentID) {
        var random = SeededRandom(UInt64(agent.number), 61)
        let given = Self.givenNames[Int(random.draw(0...Int64(Self.givenNames.count - 1)))]
        let family = Self.familyNames[Int(random.draw(0...Int64(Self.familyNames.count - 1)))]
        name = "\(given) \(family)"
        accountCode = "agent\(agent)"
        role = random.draw(1...20) == 1 ? 3 : 2
    }
}
