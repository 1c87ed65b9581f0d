using Holdfast.Store.Records;

namespace Holdfast.Operations.People;

/// <summary>What was answered to a request that carried an idempotency key.</summary>
/// <param name="Request">Hash of the request.</param>
/// <param name="Status">The HTTP status; null while it is being answered, and for good where how it ended is not known.</param>
/// <param name="Answer">The answer's text; null where there is none.</param>
/// <param name="RequestId">Id of the request, by which the audit log tells of it.</param>
/// <param name="BegunAt">When it was begun.</param>
public sealed record KeptAnswer(string Request, int? Status, string? Answer, string RequestId, DateTimeOffset BegunAt);

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
    /// <param name="caller">Who asks.</param>
    /// <param name="key">The key.</param>
    /// <param name="asked">Hash of the request, and its id.</param>
    /// <param name="cancel">Cancels.</param>
    public KeptAnswer? Begin(string caller, string key, (string Request, string Id) asked, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return records.Write(
            work =>
            {
                work.Execute($"DELETE FROM kept_answer WHERE made_at <= {now - Life}");
                var isNew = work.Execute($"INSERT INTO kept_answer (caller, key, request, request_id, made_at) VALUES ({caller}, {key}, {asked.Request}, {asked.Id}, {now}) ON CONFLICT (caller, key) DO NOTHING") > 0;
                return isNew ? null : work.Find(
                    $"SELECT request, status, answer, request_id, made_at FROM kept_answer WHERE caller = {caller} AND key = {key}",
                    row => new KeptAnswer(row.Text("request"), (int?)row.WholeOrNull("status"), row.TextOrNull("answer"), row.TextOrNull("request_id") ?? "", row.Instant("made_at")));
            },
            cancel);
    }

    /// <summary>Keeps the answer.</summary>
    public void End(string caller, string key, int status, string answer) =>
        records.Write(work => work.Execute($"UPDATE kept_answer SET status = {(long)status}, answer = {answer} WHERE caller = {caller} AND key = {key}"), CancellationToken.None);

    /// <summary>Keeps an answer to nobody.</summary>
    /// <returns>True.</returns>
    internal bool Probe()
    {
        var now = clock.GetUtcNow();
        return records.Write(
            work => work.Execute($"INSERT INTO kept_answer (caller, key, request, made_at) VALUES ({"system"}, {"readiness"}, {""}, {now}) ON CONFLICT (caller, key) DO UPDATE SET made_at = {now}"),
            CancellationToken.None) > 0;
    }

    /// <summary>Forgets a request that changed nothing, so that it may be sent again.</summary>
    public void Forget(string caller, string key) =>
        records.Write(work => work.Execute($"DELETE FROM kept_answer WHERE caller = {caller} AND key = {key} AND status IS NULL"), CancellationToken.None);
}
