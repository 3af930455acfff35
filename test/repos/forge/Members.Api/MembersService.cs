using Forge.Members;
using Grpc.Core;
using MongoDB.Driver;

namespace Members.Api;

public sealed class MembersService(IMongoDatabase database) : Forge.Members.Members.MembersBase
{
    public override async Task<Member> Find(FindRequest request, ServerCallContext context)
    {
        var members = database.GetCollection<Member>("members");
        var found = await members.Find(m => m.Id == request.Id).FirstOrDefaultAsync();
        return found ?? throw new RpcException(new Status(StatusCode.NotFound, $"no member '{request.Id}'"));
    }
}
