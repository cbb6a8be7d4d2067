/// The series of a family with one label whose words are known beforehand: all are shown from the
/// start, and counting takes one atomic addition.
final class WordCounters<Word>: PrometheusSeries
where Word: CaseIterable & Equatable & RawRepresentable<String> & Sendable {
    private let label: String
    private let words = Array(Word.allCases)
    private let counts = AtomicCounts<16>()

    init(_ family: MetricFamily, of _: Word.Type) { label = family.labels.first ?? "" }

    /// Counts a word so many times.
    func count(_ word: Word, by amount: Int = 1) {
        guard amount > 0, let index = words.firstIndex(of: word) else { return }
        counts.add(amount, at: index)
    }

    func write(to text: inout PrometheusText, name: String, labels: [String]) {
        for (index, word) in words.enumerated() {
            let count = Double(counts.value(at: index))
            text.add(name, labels + [label, word.rawValue], value: count)
        }
    }
}
