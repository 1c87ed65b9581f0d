using System.Text.Json.Serialization;

namespace Holdfast.Operations.People;

/// <summary>The operations on accounts.</summary>
static class PeopleOperations
{
    /// <summary>The operations, in the order of help.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new Operation<ListPeopleRequest, ListPeopleResult>("people/list", typeof(ListPeople), PeopleJson.Default.ListPeopleRequest, PeopleJson.Default.ListPeopleResult)
        {
            Kind = OperationKind.Reads,
            Perform = ListPeople.Run,
            Describe = ListPeople.Describe,
        },
        new Operation<InvitePersonRequest, InvitePersonResult>("people/invite", typeof(InvitePerson), PeopleJson.Default.InvitePersonRequest, PeopleJson.Default.InvitePersonResult)
        {
            Kind = OperationKind.Changes,
            TellsSecret = true,
            Perform = InvitePerson.Run,
            Describe = InvitePerson.Describe,
        },
        new Operation<ChangePersonRequest, Account>("people/change", typeof(ChangePerson), PeopleJson.Default.ChangePersonRequest, PeopleJson.Default.Account)
        {
            Kind = OperationKind.Changes,
            Perform = ChangePerson.Run,
            Describe = ChangePerson.Describe,
        },
    ];
}

/// <summary>JSON of accounts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, Converters = [typeof(WordEnum<Role>)])]
[JsonSerializable(typeof(ListPeopleRequest))]
[JsonSerializable(typeof(ListPeopleResult))]
[JsonSerializable(typeof(InvitePersonRequest))]
[JsonSerializable(typeof(InvitePersonResult))]
[JsonSerializable(typeof(ChangePersonRequest))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(OwnListRequest))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(ApiKeyList))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(NewFactor))]
public sealed partial class PeopleJson : JsonSerializerContext;
