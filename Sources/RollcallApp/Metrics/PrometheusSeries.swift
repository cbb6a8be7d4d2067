/// One series of one family.
protocol PrometheusSeries: AnyObject, Sendable {
    /// Adds the samples; labels are names and values in turn.
    func write(to text: inout PrometheusText, name: String, labels: [String])
}
