using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>What was answered to a request that carried an idempotency key.</summary>
/// <param name="Request">Hash of the request.</param>
/// <param name="Status">The HTTP status; null while it is being answered.</param>
/// <param name="Answer">The answer's text; null while it is being answered.</param>
public sealed record KeptAnswer(string Request, int? Status, string? Answer);

/// <summary>
/// Answers kept for a day, so that a caller who does not know whether a request arrived may send it again: it is performed once and
/// answered alike.
/// </summary>
/// <param name="records">Where they are kept.</param>
/// <param name="clock">The clock.</param>
/// <remarks><b>Source</b>: draft-ietf-httpapi-idempotency-key-header.</remarks>
public sealed class KeptAnswers(RecordsDatabase records, TimeProvider clock)
{
    static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <summary>Begins a request.</summary>
    /// <returns>Null where it is new and now to be performed; otherwise what is kept of the earlier one.</returns>
    public KeptAnswer? Begin(string caller, string key, string request, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return records.Write(
            work =>
            {
                work.Execute($"DELETE FROM kept_answer WHERE made_at <= {now - Life}");
                var isNew = work.Execute($"INSERT INTO kept_answer (caller, key, request, made_at) VALUES ({caller}, {key}, {request}, {now}) ON CONFLICT (caller, key) DO NOTHING") > 0;
                return isNew ? null : work.Find(
                    $"SELECT request, status, answer FROM kept_answer WHERE caller = {caller} AND key = {key}",
                    row => new KeptAnswer(row.Text("request"), (int?)row.WholeOrNull("status"), row.TextOrNull("answer")));
            },
            cancel);
    }

    /// <summary>Keeps the answer.</summary>
    public void End(string caller, string key, int status, string answer) =>
        records.Write(work => work.Execute($"UPDATE kept_answer SET status = {(long)status}, answer = {answer} WHERE caller = {caller} AND key = {key}"), CancellationToken.None);

    /// <summary>Forgets a request that failed without an answer, so that it may be sent again.</summary>
    public void Forget(string caller, string key) =>
        records.Write(work => work.Execute($"DELETE FROM kept_answer WHERE caller = {caller} AND key = {key} AND status IS NULL"), CancellationToken.None);
}
