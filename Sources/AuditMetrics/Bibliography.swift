/// Every work that a card cites, once.
public enum Bibliography {
  static let aif360 =
    "Bellamy et al. (2019). AI Fairness 360: an extensible toolkit for detecting and mitigating algorithmic bias. IBM Journal of Research and Development 63(4/5)."
  static let barocas =
    "Barocas, Hardt, Narayanan (2023). Fairness and Machine Learning: Limitations and Opportunities. MIT Press."
  static let bickel =
    "Bickel, Hammel, O’Connell (1975). Sex bias in graduate admissions: data from Berkeley. Science 187, 398–404."
  static let chouldechova =
    "Chouldechova (2017). Fair prediction with disparate impact: a study of bias in recidivism prediction instruments. Big Data 5(2), 153–163."
  static let greenlandRobins =
    "Greenland, Robins (1985). Estimation of a common effect parameter from sparse follow-up data. Biometrics 41, 55–68."
  static let hardt = "Hardt, Price, Srebro (2016). Equality of opportunity in supervised learning. NeurIPS 29."
  static let kleinberg =
    "Kleinberg, Mullainathan, Raghavan (2017). Inherent trade-offs in the fair determination of risk scores. ITCS 2017."
  static let mantelHaenszel =
    "Mantel, Haenszel (1959). Statistical aspects of the analysis of data from retrospective studies of disease. JNCI 22, 719–748."
  static let sato =
    "Sato (1989). On the variance estimator for the Mantel–Haenszel risk difference. Biometrics 45, 1323–1324."
  static let uniformGuidelines = "29 CFR 1607.4(D), Uniform Guidelines on Employee Selection Procedures (1978)."
}
