import AuditRecord
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A public key as OpenSSH writes it, or a certificate of one.
package struct PublicKey: Sendable, Hashable, CustomStringConvertible {
  /// The numbers of a key.
  indirect enum Material: Sendable, Hashable {
    case ed25519([UInt8])
    case ecdsa(Curve, [UInt8])
    case rsa(modulus: [UInt8], exponent: [UInt8])
    /// A key on a token, bound to an application.
    case token(Material, application: [UInt8])
    case unsupported
  }

  /// A curve of ECDSA.
  enum Curve: String, Sendable, Hashable, CaseIterable {
    case p256 = "nistp256"
    case p384 = "nistp384"
    case p521 = "nistp521"

    /// Bytes of a coordinate.
    var width: Int {
      switch self {
      case .p256: 32
      case .p384: 48
      case .p521: 66
      }
    }
  }

  /// The name of the key's kind, such as `ssh-ed25519`.
  package let type: String
  /// The bytes that stand for the key.
  package let blob: [UInt8]
  /// The certificate, if the bytes hold one.
  package let certificate: Certificate?
  let material: Material

  /// Reads a key.
  ///
  /// A kind of key that this version does not know is no error: nothing signed by it can be checked.
  ///
  /// - Throws: `WireError` when a known kind is malformed.
  package init(blob: [UInt8]) throws(WireError) {
    var reader = WireReader(blob)
    let type = try reader.text()
    self.blob = blob
    self.type = type
    let mark = "-cert-v01@openssh.com"
    if type.hasSuffix(mark) {
      let isToken = type.hasPrefix("sk-")
      let plain = String(type.dropLast(mark.count)) + (isToken ? "@openssh.com" : "")
      guard PublicKey.isKnown(plain) else {
        (certificate, material) = (nil, .unsupported)
        return
      }
      _ = try reader.string()
      material = try PublicKey.material(plain, &reader)
      certificate = try Certificate(type: plain, subject: PublicKey.plainBlob(plain, material), &reader, blob: blob)
      return
    }
    certificate = nil
    guard PublicKey.isKnown(type) else {
      material = .unsupported
      return
    }
    material = try PublicKey.material(type, &reader)
    try reader.end()
  }

  /// The key of a line such as `ssh-ed25519 AAAA… comment`.
  ///
  /// - Throws: `WireError` when the line is no key.
  package init(line: String) throws(WireError) {
    let parts = line.split { $0 == " " || $0 == "\t" }
    guard parts.count >= 2, let blob = Base64.decode(parts[1]) else { throw WireError("this is no public key") }
    try self.init(blob: blob)
    guard type == parts[0] else { throw WireError("the key is not of the kind that stands before it") }
  }

  /// True if signatures by this key can be checked.
  package var isSupported: Bool { material != .unsupported }

  /// The bytes of the key alone, without the certificate around it.
  package var plain: [UInt8] { certificate?.subject ?? blob }

  /// The fingerprint that `ssh-keygen -l` prints, of the key without its certificate.
  package var fingerprint: String {
    "SHA256:" + Base64.encode(SHA256.hash(data: plain)).filter { $0 != "=" }
  }

  /// The fingerprint.
  package var description: String { fingerprint }

  private static let tokens = ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"]

  private static func isKnown(_ type: String) -> Bool {
    type == "ssh-ed25519" || type == "ssh-rsa" || tokens.contains(type)
      || Curve.allCases.contains { type == "ecdsa-sha2-\($0.rawValue)" }
  }

  private static func material(_ type: String, _ reader: inout WireReader) throws(WireError) -> Material {
    switch type {
    case "ssh-ed25519":
      let bytes = try reader.string()
      guard bytes.count == 32 else { throw WireError("an Ed25519 key that is not 32 bytes long") }
      return .ed25519(bytes)
    case "ssh-rsa":
      let exponent = try reader.natural()
      let modulus = try reader.natural()
      return .rsa(modulus: modulus, exponent: exponent)
    case _ where tokens.contains(type):
      let inner = try material(String(type.dropFirst(3).prefix { $0 != "@" }), &reader)
      return .token(inner, application: try reader.string())
    default:
      let name = try reader.text()
      let point = try reader.string()
      guard let curve = Curve(rawValue: name), type == "ecdsa-sha2-\(name)" else {
        throw WireError("an ECDSA key of another curve than its name says")
      }
      guard point.count == 1 + 2 * curve.width, point[0] == 4 else {
        throw WireError("a point that is not written out")
      }
      return .ecdsa(curve, point)
    }
  }

  private static func plainBlob(_ type: String, _ material: Material) -> [UInt8] {
    func number(_ bytes: [UInt8]) -> [UInt8] { Wire.string((bytes.first ?? 0) >= 0x80 ? [0] + bytes : bytes) }
    func rest(_ material: Material) -> [UInt8] {
      switch material {
      case .ed25519(let bytes): Wire.string(bytes)
      case .ecdsa(let curve, let point): Wire.string(Array(curve.rawValue.utf8)) + Wire.string(point)
      case .rsa(let modulus, let exponent): number(exponent) + number(modulus)
      case .token(let inner, let application): rest(inner) + Wire.string(application)
      case .unsupported: []
      }
    }
    return Wire.string(Array(type.utf8)) + rest(material)
  }
}
