using System.Text.Json.Serialization;

namespace Holdfast.Operations.Privacy;

/// <summary>The operations by which a person's rights are kept.</summary>
static class PrivacyOperations
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<ExportPersonRequest, ExportPersonResult>("privacy/export", typeof(ExportPerson), PrivacyJson.Default.ExportPersonRequest, PrivacyJson.Default.ExportPersonResult)
        {
            Kind = OperationKind.LooksAtPerson,
            IsScoped = true,
            Perform = ExportPerson.Run,
            Describe = ExportPerson.Describe,
        },
        new Operation<RecordObjectionRequest, RecordObjectionResult>("privacy/object", typeof(RecordObjection), PrivacyJson.Default.RecordObjectionRequest, PrivacyJson.Default.RecordObjectionResult)
        {
            Kind = OperationKind.Changes,
            IsScoped = true,
            Perform = RecordObjection.Run,
            Describe = RecordObjection.Describe,
        },
        new Operation<ErasePersonRequest, ErasePersonResult>("privacy/erase", typeof(ErasePerson), PrivacyJson.Default.ErasePersonRequest, PrivacyJson.Default.ErasePersonResult)
        {
            Kind = OperationKind.Changes,
            IntroducesPersons = false,
            Perform = ErasePerson.Run,
            Describe = ErasePerson.Describe,
        },
    ];
}

/// <summary>JSON of the operations on a person's rights.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<ObjectionPurpose>)])]
[JsonSerializable(typeof(ErasePersonRequest))]
[JsonSerializable(typeof(ErasePersonResult))]
[JsonSerializable(typeof(ExportPersonRequest))]
[JsonSerializable(typeof(ExportPersonResult))]
[JsonSerializable(typeof(RecordObjectionRequest))]
[JsonSerializable(typeof(RecordObjectionResult))]
sealed partial class PrivacyJson : JsonSerializerContext;
