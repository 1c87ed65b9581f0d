using System.Globalization;
using System.Text;

namespace Holdfast.Journeys;

/// <summary>
/// Workspaces mapped by the guide alone, in forms no sample has: a studio's contracts in windows-1252 with German days, payments with
/// decimal commas and reversals by contract, visits as JSON lines in Unix time; and a table for one day with calls dated before it.
/// </summary>
public class StrangerTests
{
    static readonly DateOnly LastDay = new(2025, 9, 30);

    [Fact]
    public void Contracts_payments_and_visits_of_three_systems_become_one_history()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "holdfast.yaml", "name: Studio\ncurrency: EUR\ntime_zone: Europe/Berlin\nchurn:\n  - kind: closed\nreasons:\n  price: { name: Preis }\n  moved: { name: Umzug, avoidable: false, whose: customer }\n");
        Write(folder, "sources/contracts.yaml", """
            file: data/Verträge.csv
            delimiter: ';'
            dates: [d.M.yyyy]
            nulls: [00.00.0000]
            decimal_sign: ','
            codes:
              why: { Preis: price, Umzug: moved }
              term: { monatlich: rolling, 12 Monate: fixed }
            facts:
              - fact: spell
                columns: { party: Kundennr, joined: Beginn, left: Kündigung zum, leaving: { column: Grund, codes: why } }
              - fact: agreement
                columns: { party: Kundennr, agreement: Vertrag, bond: { column: Laufzeit, codes: term }, started: Beginn, ended: Kündigung zum, price: Beitrag }
            """);
        Write(folder, "sources/payments.yaml", """
            file: data/payments.csv
            delimiter: ';'
            decimal_sign: ','
            grouping: '.'
            dates: [d.M.yyyy]
            facts:
              - fact: event
                columns:
                  agreement: Vertrag
                  event: Beleg
                  at: Datum
                  kind: { expression: "CASE WHEN Betrag LIKE '%-' THEN 'reversal' ELSE 'payment' END" }
                  amount: { expression: "CASE WHEN Betrag LIKE '%-' THEN '-' || rtrim(Betrag, '-') ELSE Betrag END" }
                  by_customer: { value: false }
            """);
        Write(folder, "sources/visits.yaml", """
            file: data/visits.jsonl
            dates: [unix]
            facts:
              - fact: event
                columns: { party: { expression: "'K-' || lpad(\"member.no\", 4, '0')" }, at: ts, kind: { value: visit }, unit: gate }
            """);
        WriteStudio(folder);
        var run = HoldfastCommand.Json("run", "--workspace", folder.Path);
        Assert.Equal("2025-10-01", run["asOf"]!.GetValue<string>());
        Assert.Equal(400, run["customers"]!["total"]!.GetValue<long>());
        Assert.All(run["sources"]!.AsArray(), source => Assert.Equal(source!["rows"]!.GetValue<long>(), source["accepted"]!.GetValue<long>()));
        Assert.Contains(run["notes"]!.AsArray(), note => note!.GetValue<string>().Contains("windows-1252", StringComparison.Ordinal));
        Assert.DoesNotContain(run["notes"]!.AsArray(), note => note!.GetValue<string>().Contains("customers cannot be ranked by value", StringComparison.Ordinal));
        var champion = run["models"]!.AsArray().Single(model => model!["champion"]!.GetValue<bool>())!;
        Assert.InRange(champion["auc"]!.GetValue<double>(), 0.6, 0.99);
    }

    // Who left stands in the table; the calls before its day must not make a history of it, whose cut-offs a model could tell apart.
    [Fact]
    public void A_table_for_one_day_with_calls_dated_before_it_is_learned_at_that_day_only()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "holdfast.yaml", "name: Bank\ncurrency: EUR\nchurn:\n  - kind: closed\nhorizons: { gap_days: 0, churn_days: 90 }\n");
        Write(folder, "sources/customers.yaml", """
            file: data/customers.csv
            snapshot: 2024-12-31
            derive:
              id: row_number() OVER ()
              joined: DATE '2024-12-31' - 365
              left_on: CASE WHEN gone = 'yes' THEN DATE '2025-03-30' END
              called: DATE '2024-12-31' - try_cast(days_since_call AS INTEGER)
            facts:
              - fact: spell
                columns: { party: id, joined: joined, left: left_on, leaving: { expression: "CASE WHEN gone = 'yes' THEN 'voluntary' END" } }
              - fact: contact
                when: days_since_call <> '-1'
                columns: { party: id, at: called, direction: { value: outbound }, purpose: { value: cross_sell } }
            attributes:
              party: id
              columns: ["*"]
            """);
        var (random, text) = (new Random(11), new StringBuilder("age,plan,days_since_call,gone\n"));
        var (stayed, left) = (new double[3], new double[3]);
        for (var i = 0; i < 1500; i++)
        {
            var (plan, age) = (random.Next(3), 18 + random.Next(60));
            var gone = random.NextDouble() < 0.1 + 0.2 * plan;
            (gone ? left : stayed)[plan]++;
            text.Append(CultureInfo.InvariantCulture, $"{age},{"abc"[plan]},{(random.Next(2) == 0 ? -1 : random.Next(300))},{(gone ? "yes" : "no")}\n");
        }

        Write(folder, "data/customers.csv", text.ToString());
        var run = HoldfastCommand.Json("run", "--workspace", folder.Path);
        Assert.Equal(["gone"], run["leaks"]!.AsArray().Select(leak => leak!["column"]!.GetValue<string>()));
        var champion = run["models"]!.AsArray().Single(model => model!["champion"]!.GetValue<bool>())!;
        Assert.Equal(1500, champion["rows"]!.GetValue<long>());
        // Only the plan tells anything, so nothing honest ranks better than it does; a model that told days apart came near 1.
        var ranked = (left[1] * stayed[0] + left[2] * (stayed[0] + stayed[1]) + 0.5 * left.Zip(stayed, (l, s) => l * s).Sum()) / (left.Sum() * stayed.Sum());
        Assert.InRange(champion["auc"]!.GetValue<double>(), ranked - 0.03, ranked + 0.01);
    }

    static void WriteStudio(TemporaryFolder folder)
    {
        var random = new Random(5);
        var (contracts, payments, visits) = (new StringBuilder("Kundennr;Kunde;Vertrag;Beginn;Kündigung zum;Grund;Laufzeit;Beitrag\n"), new StringBuilder("Beleg;Vertrag;Datum;Betrag\n"), new StringBuilder());
        var receipt = 0;
        for (var i = 0; i < 400; i++)
        {
            var keen = random.NextDouble();
            var joined = new DateOnly(2023, 1, 1).AddDays(random.Next(800));
            var left = joined.AddDays((int)(30 + 1500 * keen * random.NextDouble()));
            var gone = left <= LastDay;
            contracts.Append(CultureInfo.InvariantCulture, $"K-{i:0000};Müller {i};V{i};{joined:d.M.yyyy};{(gone ? left.ToString("d.M.yyyy", CultureInfo.InvariantCulture) : "00.00.0000")};{(gone ? i % 3 == 0 ? "Umzug" : "Preis" : "")};{(i % 2 == 0 ? "monatlich" : "12 Monate")};24,90\n");
            for (var day = joined; day <= LastDay && (!gone || day < left); day = day.AddDays(30))
            {
                payments.Append(CultureInfo.InvariantCulture, $"{++receipt};V{i};{day:d.M.yyyy};1.024,90\n");
                if (random.Next(30) == 0) payments.Append(CultureInfo.InvariantCulture, $"{++receipt};V{i};{day:d.M.yyyy};1.024,90-\n");
                for (var visit = 0; visit < 6 * keen && day.AddDays(visit * 4) is var on && on <= LastDay && (!gone || on < left); visit++)
                    visits.Append(CultureInfo.InvariantCulture, $"{{\"member\":{{\"no\":{i}}},\"ts\":{new DateTimeOffset(on, new TimeOnly(17, 5), TimeSpan.Zero).ToUnixTimeSeconds()},\"gate\":\"A\"}}\n");
            }
        }

        Write(folder, "data/payments.csv", payments.ToString());
        File.WriteAllBytes(folder.In("data", "Verträge.csv"), Encoding.Latin1.GetBytes(contracts.ToString()));
        Write(folder, "data/visits.jsonl", visits.ToString());
    }

    static void Write(TemporaryFolder folder, string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.In(file))!);
        File.WriteAllText(folder.In(file), text);
    }
}
