import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension PublicKey {
  /// Whether `signature`, in OpenSSH's layout, is this key's over `message`.
  ///
  /// RSA counts with SHA-2 alone and with at least 2,048 bits [RFC8332].
  ///
  /// - Throws: `WireError` when the signature is malformed, or of an algorithm that this key does not have.
  func isValid(_ signature: [UInt8], over message: [UInt8]) throws(WireError) -> Bool {
    var reader = WireReader(signature)
    let algorithm = try reader.text()
    let value = try reader.string()
    if case .token(let inner, let application) = material {
      guard algorithm == (certificate == nil ? type : PublicKey.plainType(of: self)) else {
        throw WireError("no signature of this kind of token")
      }
      // A token signs a digest of what it was asked, with what it saw and how often it was used.
      let seen = try reader.bytes(5)
      try reader.end()
      let signed = PublicKey.sha256(application) + seen + PublicKey.sha256(message)
      return try PublicKey.isValid(inner, String(algorithm.dropFirst(3).prefix { $0 != "@" }), value, signed)
    }
    try reader.end()
    return try PublicKey.isValid(material, algorithm, value, message)
  }

  private static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: Data(bytes))) }

  private static func plainType(of key: PublicKey) -> String {
    var reader = WireReader(key.plain)
    return (try? reader.text()) ?? ""
  }

  private static func isValid(
    _ material: Material, _ algorithm: String, _ value: [UInt8], _ message: [UInt8]
  ) throws(WireError) -> Bool {
    let message = Data(message)
    switch material {
    case .ed25519(let key):
      guard algorithm == "ssh-ed25519", value.count == 64 else { throw WireError("no Ed25519 signature") }
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else {
        throw WireError("no Ed25519 key")
      }
      return key.isValidSignature(value, for: message)
    case .ecdsa(let curve, let point):
      guard algorithm == "ecdsa-sha2-\(curve.rawValue)" else { throw WireError("no signature of this curve") }
      return try PublicKey.isValid(curve, point, value, message)
    case .rsa(let modulus, let exponent):
      guard modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0) >= 2048 else {
        throw WireError("an RSA key of fewer than 2048 bits")
      }
      guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent) else { throw WireError("no RSA key") }
      let padded = [UInt8](repeating: 0, count: max(0, modulus.count - value.count)) + value
      let signature = _RSA.Signing.RSASignature(rawRepresentation: padded)
      switch algorithm {
      case "rsa-sha2-256":
        return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
      case "rsa-sha2-512":
        return key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
      default: throw WireError("an RSA signature that is not made with SHA-2")
      }
    case .token, .unsupported: throw WireError("an unsupported kind of key")
    }
  }

  private static func isValid(
    _ curve: Curve, _ point: [UInt8], _ signature: [UInt8], _ message: Data
  ) throws(WireError) -> Bool {
    var reader = WireReader(signature)
    let parts = [try reader.natural(), try reader.natural()]
    try reader.end()
    guard parts.allSatisfy({ $0.count <= curve.width }) else { return false }
    let raw = parts.flatMap { [UInt8](repeating: 0, count: curve.width - $0.count) + $0 }
    do {
      switch curve {
      case .p256:
        return try P256.Signing.PublicKey(x963Representation: point)
          .isValidSignature(.init(rawRepresentation: raw), for: message)
      case .p384:
        return try P384.Signing.PublicKey(x963Representation: point)
          .isValidSignature(.init(rawRepresentation: raw), for: message)
      case .p521:
        return try P521.Signing.PublicKey(x963Representation: point)
          .isValidSignature(.init(rawRepresentation: raw), for: message)
      }
    } catch {
      throw WireError("no ECDSA key or signature")
    }
  }
}
