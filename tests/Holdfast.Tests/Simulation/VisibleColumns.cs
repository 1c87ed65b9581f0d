using Holdfast.Operations.Simulate;
using Holdfast.Retention.Facts;
using Holdfast.Simulation.Bank;

namespace Holdfast.Tests.Simulation;

/// <summary>What the bank's files tell of each customer who is there, column by column, beside the true risk.</summary>
sealed class VisibleColumns(World world)
{
    readonly List<double> _risks = [];
    readonly Dictionary<string, List<double>> _columns = new(StringComparer.Ordinal);

    /// <summary>Rank correlation of each column with the true risk.</summary>
    public IReadOnlyDictionary<string, double> Correlations =>
        _columns.ToDictionary(c => c.Key, c => Ranks.Correlation([.. c.Value], [.. _risks]), StringComparer.Ordinal);

    public void Add(SimulatedCustomer customer)
    {
        if (customer.Truth.State is not (TrueState.Here or TrueState.Leaving)) return;
        _risks.Add(customer.Truth.Churn90);
        Person(customer);
        Accounts(customer.Rows);
        Money(customer.Rows);
        Happenings(customer.Rows);
    }

    void Person(SimulatedCustomer customer)
    {
        var profile = customer.Rows.Profile;
        var relationship = customer.Rows.Relationships.Last(r => Told(r.Written));
        Note("born_on", profile.BirthDate.Number);
        Note("kind", profile.Company ? 1 : 0);
        foreach (var language in new[] { "en", "fa", "zh", "hy", "uk" }) Note("language " + language, profile.Language == language ? 1 : 0);
        Note("province", profile.Province);
        Note("income_band", profile.IncomeBand);
        Note("risk_grade", profile.RiskGrade);
        foreach (var word in new[] { "teacher", "student", "retired", "trader" }) Note("occupation " + word, profile.Occupation == word ? 1 : 0);
        Note("education", profile.Education.Length);
        Note("opened_on", relationship.Opened.Number);
        foreach (var channel in Enum.GetValues<Acquisition>()) Note("channel " + channel, relationship.Acquisition == channel ? 1 : 0);
        foreach (var origin in Enum.GetValues<Origin>()) Note("origin " + origin, relationship.Origin == origin ? 1 : 0);
        Note("acquisition_cost", relationship.Cost ?? -1);
        Note("opened_by", relationship.OpenedBy);
        Note("branch_no", relationship.Branch);
    }

    void Accounts(CustomerRows rows)
    {
        var open = rows.Accounts.Where(a => Told(a.Written) && Told(a.Started)).GroupBy(a => a.Number).Select(a => a.Last()).Where(a => a.Ended is null).ToList();
        Note("accounts", open.Count);
        foreach (var product in Enum.GetValues<Product>()) Note("holds " + product, open.Exists(a => a.Product == product) ? 1 : 0);
        Note("monthly_fee", open.Sum(a => a.Fee));
        Note("promo_until", open.Max(a => a.PromotionEnds)?.Number ?? 0);
        Note("holders", rows.Holders.Count);
        Note("consents", rows.Reaches.Count(r => r.Consent && Told(r.Day)));
    }

    void Money(CustomerRows rows)
    {
        var months = rows.Balances.Where(b => b.Month >= world.Settings.FirstDay && b.Month.AddMonths(1) <= world.Settings.LastDay + 1).ToList();
        var last = months.LastOrDefault();
        Note("balance", last.Balance);
        Note("balance of the highest", months.Count == 0 ? 0 : (double)last.Balance / Math.Max(1, months.Max(b => b.Balance)));
        Note("credit_limit", last.Limit);
        Note("revenue", last.Revenue);
        Note("cost_to_serve", last.Cost);
        Note("expected_loss", last.CreditLoss);
        Note("arrears", last.Arrears);
    }

    void Happenings(CustomerRows rows)
    {
        foreach (var kind in Enum.GetValues<Booking>()) Events($"booking {kind}", rows.Transactions.Where(t => t.Kind == kind && Told(t.Day + t.Late)).Select(t => t.Day));
        foreach (var entry in Enum.GetValues<ServiceEntry>()) Events($"service {entry}", rows.Service.Where(s => s.Entry == entry && Told(s.Day + s.Late)).Select(s => s.Day));
        Events("session", rows.Sessions.Select(s => s.Day));
        Events("contact", rows.Contacts.Select(c => c.Day));
        Events("contact reached", rows.Contacts.Where(c => c.Approach.Reached).Select(c => c.Day));
        Events("offer taken", rows.Contacts.Where(c => c.Approach.Taken).Select(c => c.Day));
        Events("objection", rows.Contacts.Where(c => c.Approach.Objected).Select(c => c.Day));
        Note("amount", rows.Transactions.Where(t => Told(t.Day) && t.Day > world.Settings.LastDay - 90).Sum(t => (double)t.Amount));
        foreach (var instrument in new[] { Instrument.Nps, Instrument.Csat })
            Note("last score " + instrument, rows.Surveys.LastOrDefault(s => s.Instrument == instrument && Told(s.Day)) is { Day.Number: > 0 } said ? said.Score : -1);
    }

    void Events(string name, IEnumerable<Day> days)
    {
        var told = days.Where(Told).ToList();
        Note(name + " in 90 days", told.Count(d => d > world.Settings.LastDay - 90));
        Note(name + " in 365 days", told.Count(d => d > world.Settings.LastDay - 365));
        Note(name + " days since", told.Count == 0 ? 10_000 : world.Settings.LastDay - told.Max());
    }

    bool Told(Day day) => day <= world.Settings.LastDay;

    void Note(string name, double value)
    {
        if (!_columns.TryGetValue(name, out var values)) _columns[name] = values = [];
        values.Add(value);
    }
}
