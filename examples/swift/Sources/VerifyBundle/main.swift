import Evenhand

// Whether anything in a bundle was changed since people signed it, and whether its sign-offs are complete.
let folder = CommandLine.arguments.dropFirst().first ?? "."
let signed = try SignedBundle(
  Bundle(folder: folder), options: SignedBundle.Options(now: Moment(seconds: 1_790_000_000)))
print(signed.breaks.isEmpty ? "nothing was changed" : signed.breaks.map(\.description).joined(separator: "\n"))
print(signed.state.isFinal ? "final" : signed.state.obstacles.joined(separator: "\n"))
