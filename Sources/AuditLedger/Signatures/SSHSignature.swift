import AuditRecord
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A detached signature of OpenSSH's [OpenSSH PROTOCOL.sshsig].
package struct SSHSignature: Sendable, Hashable {
  /// The key that signed, as it says itself.
  package let key: PublicKey
  /// What the signature is for.
  package let namespace: String
  /// `sha256` or `sha512`.
  package let hash: String
  /// Everything between the armour's lines.
  package let blob: [UInt8]
  private let reserved: [UInt8]
  private let signature: [UInt8]

  /// Reads a signature's bytes.
  ///
  /// - Throws: `WireError` when they are malformed, of another version, or without a namespace.
  package init(blob: [UInt8]) throws(WireError) {
    var reader = WireReader(blob)
    guard try reader.bytes(6) == Array("SSHSIG".utf8) else { throw WireError("no SSH signature") }
    guard try reader.uint32() == 1 else { throw WireError("an SSH signature of another version") }
    let keyBytes = try reader.string()
    namespace = try reader.text()
    guard !namespace.isEmpty else { throw WireError("an SSH signature without a namespace") }
    reserved = try reader.string()
    hash = try reader.text()
    guard hash == "sha256" || hash == "sha512" else { throw WireError("an SSH signature with an unknown hash") }
    signature = try reader.string()
    try reader.end()
    key = try PublicKey(blob: keyBytes)
    self.blob = blob
  }

  /// Reads the armoured text that `ssh-keygen -Y sign` writes, its lines of any length.
  ///
  /// - Throws: `WireError` when it is malformed.
  package init(armored bytes: [UInt8]) throws(WireError) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw WireError("a signature that is no text") }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    guard lines.count >= 3, lines.first == SSHSignature.head[...], lines.last == SSHSignature.foot[...] else {
      throw WireError("a signature that does not begin and end as one")
    }
    guard let blob = Base64.decode(lines.dropFirst().dropLast().joined()) else {
      throw WireError("a signature whose Base64 is malformed")
    }
    try self.init(blob: blob)
  }

  private static let head = "-----BEGIN SSH SIGNATURE-----"
  private static let foot = "-----END SSH SIGNATURE-----"

  /// The armoured text, as `ssh-keygen` lays it out.
  package var armored: String {
    let text = Array(Base64.encode(blob))
    let lines = stride(from: 0, to: text.count, by: 70).map { String(text[$0..<min($0 + 70, text.count)]) }
    return ([SSHSignature.head] + lines + [SSHSignature.foot]).joined(separator: "\n") + "\n"
  }

  /// True if the key and the algorithm are of kinds that can be checked; a browser's WebAuthn signatures are not.
  package var isSupported: Bool {
    var reader = WireReader(signature)
    return key.isSupported && (try? reader.text())?.hasPrefix("webauthn-") != true
  }

  /// Whether the key that it names made it over `message`. Says nothing about whose key that is.
  ///
  /// - Throws: `WireError` when it is malformed, or of a kind that is not supported.
  package func isValid(over message: [UInt8]) throws(WireError) -> Bool {
    let digest: [UInt8] =
      hash == "sha256" ? Array(SHA256.hash(data: Data(message))) : Array(SHA512.hash(data: Data(message)))
    let signed =
      Array("SSHSIG".utf8) + Wire.string(Array(namespace.utf8)) + Wire.string(reserved)
      + Wire.string(Array(hash.utf8)) + Wire.string(digest)
    return try key.isValid(signature, over: signed)
  }
}
