//! A bank on one page: what is in it, how it is spread, and how it sounds. Authors paste it into a
//! review.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{balance, likeness};
use crate::bank::{Bank, wording};
use crate::ritual::Level;

/// What stands over the lines of several banks.
pub const HEAD: &str =
    "bank                    kind      items  levels        themes  flagged alike";

/// Openings that are shown.
const OPENINGS: usize = 6;
/// Width of the longest bar, in columns.
const BAR: usize = 40;

/// What is in a bank, in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Portrait {
    /// The bank's id.
    pub bank: String,
    /// Its name for people.
    pub title: String,
    /// Kind of its items.
    pub kind: String,
    /// Where its texts come from.
    pub origin: String,
    /// Its terms.
    pub licence: String,
    /// How many items.
    pub items: usize,
    /// How many of each level, from light to deep.
    pub levels: [usize; 5],
    /// The same for each theme, by the first theme of an item.
    pub themes: BTreeMap<String, [usize; 5]>,
    /// How many texts have so many words: up to 5, up to 10, and so on; the last has the rest.
    pub words: [usize; 7],
    /// The most frequent first two words.
    pub openings: Vec<(String, usize)>,
    /// How many have a flag.
    pub flagged: usize,
    /// How many have each flag.
    pub flags: BTreeMap<String, usize>,
    /// How many have the tag `work-useful`.
    pub work_useful: usize,
    /// How many can be answered about today or this month.
    pub now: usize,
    /// How many can be answered by yes or no.
    pub closed: usize,
    /// How many ask for a ranking.
    pub ranking: usize,
    /// How many begin with what is not.
    pub hypothetical: usize,
    /// How many have a lighter one beside them.
    pub twins: usize,
    /// How many ask nearly the same as another.
    pub alike: usize,
}

impl Portrait {
    /// Looks at a bank.
    pub fn of(bank: &Bank) -> Self {
        let items = &bank.items;
        let texts: Vec<Vec<String>> = items.iter().map(|it| wording::words(&it.text)).collect();
        let count = |is: &dyn Fn(&[String]) -> bool| texts.iter().filter(|it| is(it)).count();
        let mut levels = [0; 5];
        let mut flags = BTreeMap::new();
        for item in items {
            levels[usize::from(item.level.number()) - 1] += 1;
            for flag in &item.flags {
                *flags.entry(flag.clone()).or_insert(0) += 1;
            }
        }
        let mut words = [0; 7];
        for text in &texts {
            words[(text.len().saturating_sub(1) / 5).min(6)] += 1;
        }
        let themes = balance::themes(items).into_iter();
        let mut openings = balance::openings(items);
        openings.truncate(OPENINGS);
        let contents: Vec<_> = items.iter().map(|it| wording::content(&it.text)).collect();
        Self {
            bank: bank.id.clone(),
            title: bank.title.clone(),
            kind: bank.kind.clone(),
            origin: bank.origin.clone(),
            licence: bank.licence.clone(),
            items: items.len(),
            levels,
            themes: themes
                .map(|(theme, levels)| (theme.to_string(), levels))
                .collect(),
            words,
            openings,
            flagged: items.iter().filter(|it| !it.flags.is_empty()).count(),
            flags,
            work_useful: balance::useful(items),
            now: balance::now(items),
            closed: count(&wording::is_closed),
            ranking: count(&|it| wording::is_ranking(it).is_some()),
            hypothetical: count(&wording::is_hypothetical),
            twins: items.iter().filter(|it| it.lighter.is_some()).count(),
            alike: likeness::twins(&contents, |_, _, _| false).len(),
        }
    }

    /// The bank in one line below [`HEAD`], at most 76 columns but for its id.
    pub fn line(&self) -> String {
        let there = Level::ALL.into_iter().zip(self.levels);
        let mut there = there.filter(|it| it.1 > 0).map(|it| it.0.word());
        let lightest = there.next().unwrap_or("");
        let levels = match there.next_back() {
            Some(deepest) => format!("{lightest} to {deepest}"),
            None => lightest.to_string(),
        };
        format!(
            "{:<24}{:<10}{:>5}  {levels:<16}{:>4}{:>9}{:>6}",
            self.bank,
            self.kind,
            self.items,
            if self.themes.is_empty() {
                String::new()
            } else {
                self.themes.len().to_string()
            },
            self.flagged,
            self.alike,
        )
    }

    /// The page, at most 76 columns.
    pub fn page(&self) -> String {
        let mut page = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut page);
        page
    }

    fn write(&self, page: &mut String) -> std::fmt::Result {
        let n = self.items;
        writeln!(page, "{}   {}", self.bank, self.title)?;
        writeln!(page, "{n} items of kind {}. {}.\n", self.kind, self.terms())?;
        if self.themes.len() > 1 {
            self.write_themes(page)?;
        } else if n > 0 {
            let levels = Level::ALL
                .into_iter()
                .zip(self.levels)
                .filter(|it| it.1 > 0);
            for (level, there) in levels {
                writeln!(
                    page,
                    "  {:<10} {there:>4}   {:>3} %",
                    level.word(),
                    per_cent(there, n)
                )?;
            }
        }
        writeln!(page, "\nWords in a text")?;
        let most = self.words.into_iter().max().unwrap_or(0).max(1);
        for (at, there) in self.words.into_iter().enumerate().filter(|it| it.1 > 0) {
            let from = at * 5 + 1;
            let range = if at == 6 {
                format!("{from} and more")
            } else {
                format!("{from} to {}", from + 4)
            };
            let bar = "#".repeat((there * BAR).div_ceil(most));
            writeln!(page, "  {range:<12} {there:>4}   {bar}")?;
        }
        writeln!(page, "\nMost frequent beginnings")?;
        for (opening, times) in &self.openings {
            writeln!(
                page,
                "  {opening:<20} {times:>4}   {:>3} %",
                per_cent(*times, n)
            )?;
        }
        writeln!(page)?;
        for (what, there) in [
            ("useful at work", self.work_useful),
            ("about now, or any time", self.now),
            ("flagged, off unless asked for", self.flagged),
            ("beginning with what is not", self.hypothetical),
            ("asking for a ranking", self.ranking),
            ("answered by yes or no", self.closed),
            ("with a lighter one beside them", self.twins),
            ("asking nearly the same as another", self.alike),
        ] {
            writeln!(
                page,
                "  {what:<32} {there:>4}   {:>3} %",
                per_cent(there, n)
            )?;
        }
        if !self.flags.is_empty() {
            let flags = self.flags.iter().map(|(flag, n)| format!("{flag} {n}"));
            writeln!(page, "  flags: {}", flags.collect::<Vec<_>>().join(", "))?;
        }
        Ok(())
    }

    fn terms(&self) -> String {
        let said = [self.origin.as_str(), self.licence.as_str()];
        let said: Vec<&str> = said.into_iter().filter(|it| !it.is_empty()).collect();
        if said.is_empty() {
            "Origin and licence are not said".to_string()
        } else {
            said.join(", ")
        }
    }

    fn write_themes(&self, page: &mut String) -> std::fmt::Result {
        write!(page, "  {:<12}", "theme")?;
        for level in Level::ALL {
            write!(page, "{:>10}", level.word())?;
        }
        writeln!(page, "{:>8}", "all")?;
        for (theme, levels) in &self.themes {
            write!(page, "  {theme:<12}")?;
            for there in levels {
                write!(page, "{there:>10}")?;
            }
            writeln!(page, "{:>8}", levels.iter().sum::<usize>())?;
        }
        write!(page, "  {:<12}", "all")?;
        for there in self.levels {
            write!(page, "{there:>10}")?;
        }
        write!(page, "{:>8}\n  {:<12}", self.items, "")?;
        for there in self.levels {
            write!(page, "{:>8} %", per_cent(there, self.items))?;
        }
        writeln!(page)
    }
}

fn per_cent(part: usize, whole: usize) -> usize {
    (part * 100 + whole / 2).checked_div(whole).unwrap_or(0)
}
