/// The HTTP methods of the CMS's calls; the raw value is what is sent and signed.
package enum CMSMethod: String, Hashable, Sendable {
    /// Without a body.
    case get = "GET"
    /// With a JSON body.
    case post = "POST"
}
