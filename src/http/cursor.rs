//! Cursors of lists: the key of the last thing on a page, in a form that nobody is meant to read.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use super::render::Page;
use crate::domain::failure::Failure;

/// The cursor of a key.
///
/// # Errors
/// [`Failure::Internal`] where the key can't be written as JSON.
pub fn encode<K: Serialize>(key: &K) -> Result<String, Failure> {
    let json = serde_json::to_vec(key).map_err(|fault| Failure::Internal(fault.to_string()))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
}

/// The key of a cursor.
///
/// # Errors
/// [`Failure::Invalid`] where it is none of ours.
pub fn decode<K: DeserializeOwned>(cursor: &str) -> Result<K, Failure> {
    let json = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    json.and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(|| Failure::invalid("cursor", "cursor", "This is no cursor of this list."))
}

/// The page of a list of which one more than `limit` was read, where there are as many: the last then only tells that
/// there is another page.
///
/// # Errors
/// [`Failure::Internal`] where a key can't be written as JSON.
pub fn first_of<T, K: Serialize, V>(
    mut read: Vec<T>,
    limit: u64,
    key: impl Fn(&T) -> K,
    show: impl FnMut(T) -> V,
) -> Result<Page<V>, Failure> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = read.len() > limit;
    read.truncate(limit);
    let next_cursor = read.last().filter(|_| more).map(|last| encode(&key(last))).transpose()?;
    Ok(Page { items: read.into_iter().map(show).collect(), next_cursor })
}

/// The page of a list that is sorted by `key`, from behind `cursor` on: at most `limit` things, each as `show` has it.
///
/// # Errors
/// [`Failure::Invalid`] where the cursor is none of this list.
pub fn page<T, K, V>(
    sorted: impl IntoIterator<Item = T>,
    limit: u64,
    cursor: Option<&str>,
    key: impl Fn(&T) -> K,
    show: impl Fn(&T) -> V,
) -> Result<Page<V>, Failure>
where
    K: Ord + Serialize + DeserializeOwned,
{
    let after = cursor.map(decode::<K>).transpose()?;
    let mut rest = sorted.into_iter().filter(|thing| after.as_ref().is_none_or(|after| key(thing) > *after)).peekable();
    let (mut items, mut last) = (Vec::new(), None);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    while items.len() < limit
        && let Some(thing) = rest.next()
    {
        items.push(show(&thing));
        last = Some(key(&thing));
    }
    let more = rest.peek().is_some();
    let next_cursor = last.filter(|_| more).map(|last| encode(&last)).transpose()?;
    Ok(Page { items, next_cursor })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(limit: u64) -> Vec<Vec<(String, u32)>> {
        let list = [("a", 1), ("a", 2), ("b", 1), ("c", 5), ("d", 0)];
        let list = || list.iter().map(|(name, n)| ((*name).to_owned(), *n));
        let (mut pages, mut cursor) = (Vec::new(), None);
        loop {
            let page = page(list(), limit, cursor.as_deref(), Clone::clone, Clone::clone).unwrap();
            pages.push(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return pages;
            }
        }
    }

    #[test]
    fn pages_join_to_the_list_without_an_empty_one() {
        assert_eq!(pages(50).len(), 1);
        assert_eq!(pages(5).len(), 1);
        assert_eq!(pages(2).iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
        assert_eq!(pages(2).concat(), pages(50).concat());
    }

    #[test]
    fn one_more_than_a_page_tells_that_there_is_another() {
        let page = |read| first_of(read, 2, |n| *n, |n| n);
        assert_eq!((page(vec![1, 2]).unwrap().items, page(vec![1, 2]).unwrap().next_cursor), (vec![1, 2], None));
        let first = page(vec![1, 2, 3]).unwrap();
        assert_eq!((first.items, decode(&first.next_cursor.unwrap()).unwrap()), (vec![1, 2], 2));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let page = |cursor| page([1], 1, Some(cursor), |n| *n, |n| *n);
        for cursor in ["", "!", "eA", "WzEsMl0"] {
            assert!(matches!(page(cursor), Err(Failure::Invalid(_))), "{cursor}");
        }
        assert_eq!(page("MA").unwrap().items, [1]);
    }
}
