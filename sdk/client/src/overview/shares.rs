//! Who adds how much, in thousandths, by integer arithmetic alone.

use moa_kernel::Decimal;

/// The parts of the positive amounts in thousandths. They add up to 1000 exactly (the largest remainders get what
/// rounding left over), or are all 0 when nothing is positive.
pub(super) fn permille(amounts: &[Decimal]) -> Vec<u32> {
    let positive = |amount: &Decimal| if amount.is_sign_positive() { *amount } else { Decimal::ZERO };
    let Some(whole) = amounts.iter().map(positive).try_fold(Decimal::ZERO, Decimal::checked_add) else {
        return vec![0; amounts.len()];
    };
    if whole.is_zero() {
        return vec![0; amounts.len()];
    }
    let thousand = Decimal::from(1000);
    let exact: Vec<Decimal> = amounts
        .iter()
        .map(|amount| {
            positive(amount).checked_div(whole).and_then(|part| part.checked_mul(thousand)).unwrap_or_default()
        })
        .collect();
    let mut parts: Vec<u32> = exact.iter().map(|part| u32::try_from(part.trunc()).unwrap_or(0)).collect();
    let missing = 1000_u32.saturating_sub(parts.iter().sum());
    let mut by_remainder: Vec<usize> = (0..exact.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(exact.get(*at).map(Decimal::fract)));
    for at in by_remainder.into_iter().take(missing as usize) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thirds_still_make_a_whole() {
        assert_eq!(permille(&[Decimal::ONE, Decimal::ONE, Decimal::ONE]), [334, 333, 333]);
        assert_eq!(permille(&[Decimal::from(-5), Decimal::from(3), Decimal::ONE]), [0, 750, 250]);
        assert_eq!(permille(&[Decimal::from(-5), Decimal::ZERO]), [0, 0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_to_a_thousand_or_to_nothing(minors in proptest::collection::vec(any::<i32>(), 0..20)) {
            let amounts: Vec<Decimal> = minors.iter().map(|minor| Decimal::new(i64::from(*minor), 2)).collect();
            let whole = if minors.iter().any(|minor| *minor > 0) { 1000 } else { 0 };
            prop_assert_eq!(permille(&amounts).iter().sum::<u32>(), whole);
        }
    }
}
