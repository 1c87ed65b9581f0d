using Holdfast.Operations;
using Holdfast.Operations.Ingest;
using Holdfast.Retention.Facts;

namespace Holdfast.Tests.House;

public class DocumentationTests
{
    [Fact]
    public void The_meaning_of_a_setting_is_read_from_its_doc_comment() =>
        Assert.Equal("Whether the first line names the columns. Default true.", Documentation.Property(typeof(SourceMapping), "Header"));

    [Fact]
    public void A_record_parameter_documents_its_property() =>
        Assert.Equal("How it began.", Documentation.Property(typeof(Spell), "Origin"));
}
