import AuditStatistics
let props = [
    (0, 1), (1, 1), (0, 10), (10, 10), (1, 30), (29, 30), (3, 3000), (2990, 3000), (12, 40), (250, 500), (0.25, 7.5),
    (450_000, 1_000_000),
  ].map { Proportion(successes: $0.0, trials: $0.1) }
for g in props { for r in props { for c in [0.9,0.95,0.9995] {
  let a = GuardedScore.ratio(group: g, reference: r, z: Normal.twoSided(confidence: c))
  let b = Koopman.interval(group: g, reference: r, confidence: c)!
  if a.lower > b.lower*(1+1e-12) || b.upper > a.upper*(1+1e-12) { print(g, r, c, a, b, a.lower/b.lower-1, a.upper/b.upper-1) }
}}}
