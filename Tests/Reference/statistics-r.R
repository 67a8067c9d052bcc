# Expected values of tests and distributions from R.
#
#   Rscript statistics-r.R > statistics-r.json

number <- function(x) ifelse(is.infinite(x), "null", sprintf("%.17g", x))
list_of <- function(x) paste0("[", paste(number(x), collapse = ", "), "]")
proportions <- function(x, n) paste0("[", paste(sprintf("[%g, %g]", x, n), collapse = ", "), "]")
rows <- function(name, lines) sprintf('  "%s": [\n    %s\n  ]', name, paste(lines, collapse = ",\n    "))

one <- list(c(81, 263), c(15, 148), c(0, 20), c(1, 29), c(20, 20), c(682, 925), c(3, 11), c(4999, 100000))

wilson <- sapply(one, function(v) sapply(c(0.9, 0.95, 0.999), function(level) {
  limits <- prop.test(v[1], v[2], conf.level = level, correct = FALSE)$conf.int
  sprintf('{"proportion": [%g, %g], "confidence": %s, "interval": %s}', v[1], v[2], number(level), list_of(limits))
}))

clopper_pearson <- sapply(one, function(v) sapply(c(0.9, 0.95, 0.999), function(level) {
  limits <- binom.test(v[1], v[2], conf.level = level)$conf.int
  sprintf('{"proportion": [%g, %g], "confidence": %s, "interval": %s}', v[1], v[2], number(level), list_of(limits))
}))

pairs <- list(
  c(3, 4, 1, 4), c(2, 17, 10, 13), c(34, 76, 50, 92), c(7, 17, 215, 412), c(56, 70, 48, 80), c(0, 10, 0, 20),
  c(0, 10, 7, 20), c(512, 825, 89, 108), c(1198, 2691, 557, 1835), c(30000, 60000, 19500, 40000),
  c(30000, 60000, 18000, 40000), c(3, 50000, 11, 50000), c(2, 30, 400, 3000))

fisher <- sapply(pairs, function(v) {
  p <- fisher.test(matrix(c(v[1], v[2] - v[1], v[3], v[4] - v[3]), 2))$p.value
  sprintf('{"group": [%g, %g], "reference": [%g, %g], "p": %s}', v[1], v[2], v[3], v[4], number(p))
})

pooled_z <- sapply(Filter(function(v) v[1] + v[3] > 0, pairs), function(v) {
  test <- suppressWarnings(prop.test(c(v[1], v[3]), c(v[2], v[4]), correct = FALSE))
  statistic <- sign(v[1] / v[2] - v[3] / v[4]) * sqrt(unname(test$statistic))
  sprintf('{"group": [%g, %g], "reference": [%g, %g], "statistic": %s, "p": %s}',
    v[1], v[2], v[3], v[4], number(statistic), number(test$p.value))
})

p_values <- list(
  c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.0),
  c(.01, .02, .03, .04, .05), c(.5, .01, .01, .9))
holm <- sapply(p_values, function(p) sprintf('{"p": %s, "adjusted": %s}', list_of(p), list_of(p.adjust(p, "holm"))))

cmh <- sapply(list(UCBAdmissions, UCBAdmissions[, , -1]), function(table) {
  strata <- apply(table, 3, function(s) {
    sprintf('{"group": [%g, %g], "reference": [%g, %g]}', s[1, 2], sum(s[, 2]), s[1, 1], sum(s[, 1]))
  })
  corrected <- mantelhaen.test(table)
  plain <- mantelhaen.test(table, correct = FALSE)
  sprintf('{"strata": [%s],\n     "corrected": %s, "plain": %s}', paste(strata, collapse = ", "),
    list_of(c(corrected$statistic, corrected$p.value)), list_of(c(plain$statistic, plain$p.value)))
})

# Four smokers' groups in one table, then three groups in the six departments (the third is made up).
smokers <- array(c(83, 90, 129, 70, 3, 3, 7, 12), c(4, 2, 1))
departments <- aperm(UCBAdmissions, c(2, 1, 3))
third <- array(c(10, 12, 8, 30, 20, 9, 15, 25, 12, 22, 4, 40), c(1, 2, 6))
departments <- array(sapply(1:6, function(k) rbind(departments[, , k], third[, , k])), c(3, 2, 6))
cochran <- function(table) {
  strata <- apply(table, 3, function(s) proportions(s[, 1], rowSums(s)))
  if (dim(table)[3] == 1) {
    n <- sum(table)
    test <- suppressWarnings(chisq.test(table[, , 1], correct = FALSE))
    statistic <- unname(test$statistic) * (n - 1) / n
    p <- pchisq(statistic, test$parameter, lower.tail = FALSE)
  } else {
    test <- mantelhaen.test(table)
    statistic <- unname(test$statistic)
    p <- test$p.value
  }
  sprintf('{"strata": [%s],\n     "statistic": %s, "degrees-of-freedom": %g, "p": %s}',
    paste(strata, collapse = ", "), number(statistic), test$parameter, number(p))
}
generalized <- c(cochran(smokers), cochran(departments))

sample <- c(2.5, -1, 7, 3.25, 0.5, 11, 4)
quantiles <- sapply(c(0, 0.025, 0.1, 0.5, 0.77, 0.975, 1), function(probability) {
  sprintf('{"values": %s, "probability": %s, "quantile": %s}', list_of(sample), number(probability),
    number(quantile(sample, probability, names = FALSE)))
})

normal <- sapply(c(-6, -1.5, 0, 0.3, 1.96, 5, 12, 30), function(x) {
  sprintf('{"x": %g, "cumulative": %s, "upper-tail": %s}', x, number(pnorm(x)), number(pnorm(x, lower.tail = FALSE)))
})
normal_quantiles <- sapply(c(1e-9, 0.025, 0.5, 0.8, 0.975, 0.999), function(p) {
  sprintf('{"probability": %s, "x": %s}', number(p), number(qnorm(p)))
})
chi_squared <- sapply(list(c(3.84, 1), c(0.2, 1), c(12.6, 3), c(200, 5)), function(v) {
  sprintf('{"x": %s, "degrees-of-freedom": %g, "upper-tail": %s}', number(v[1]), v[2],
    number(pchisq(v[1], v[2], lower.tail = FALSE)))
})
student <- sapply(list(c(2, 3), c(0.5, 10.5), c(8, 30)), function(v) {
  sprintf('{"x": %s, "degrees-of-freedom": %g, "upper-tail": %s, "quantile-0.975": %s}', number(v[1]), v[2],
    number(pt(v[1], v[2], lower.tail = FALSE)), number(qt(0.975, v[2])))
})
range <- sapply(list(c(1, 2), c(3.3, 3), c(4.03, 6), c(5.01, 20), c(2.5, 20), c(6, 50)), function(v) {
  sprintf('{"q": %s, "groups": %g, "cumulative": %s}', number(v[1]), v[2], number(ptukey(v[1], v[2], Inf)))
})

cat("{\n", sprintf('  "tool": "%s",\n  "script": "statistics-r.R",\n', R.version.string), paste(c(
  rows("wilson", wilson), rows("clopper-pearson", clopper_pearson), rows("fisher", fisher),
  rows("pooled-z", pooled_z), rows("holm", holm), rows("cochran-mantel-haenszel", cmh),
  rows("generalized-cochran-mantel-haenszel", generalized), rows("quantiles", quantiles), rows("normal", normal),
  rows("normal-quantiles", normal_quantiles), rows("chi-squared", chi_squared), rows("student", student),
  rows("studentized-range", range)), collapse = ",\n"), "\n}\n", sep = "")
