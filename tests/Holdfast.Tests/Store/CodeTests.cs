namespace Holdfast.Tests.Store;

public class CodeTests
{
    [Fact]
    public void Thousands_of_words_short_and_long_keep_their_names()
    {
        using var folder = new TempFolder();
        folder.Load("""
            INSERT INTO staged_attribute(party, "at", name, text, source, "row")
            SELECT 'c', '2024-01-01', concat('n', i), CASE i % 3 WHEN 0 THEN concat('w', i) WHEN 1 THEN concat('exactly ', 1000 + i) ELSE concat('слово довше за дванадцять ', i) END, 's', i
            FROM range(3000) t(i)
            """);
        var facts = folder.Open();
        var attributes = facts.Find("c")!.Attributes.ToArray();
        Assert.Equal(3000, attributes.Length);
        Assert.All(attributes, attribute =>
        {
            var i = int.Parse(facts.Codes.Name(attribute.Name).AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
            var word = (i % 3) switch { 0 => $"w{i}", 1 => $"exactly {1000 + i}", _ => $"слово довше за дванадцять {i}" };
            Assert.Equal(word, facts.Codes.Name(attribute.Text));
        });
    }
}
