"""What a name says: that a function answers a question, that it changes something, or neither."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.names import is_named_for_a_change, is_named_for_an_answer

ANSWERS = """
getOrder findUser listNote countTeam selectInvoice fetchMember retrievePage searchComment queryOrder loadUser
lookupNote filterTeam suggestInvoice isMember hasPage readComment userGetAll userFindAll userListAll
userCountAll userFetchAll userSearchAll userLoadAll warehouseGetAllByProductAction GetUsers get_users getUpdates
getCreatedNotes loadSentMails listURLs isOpen get getSavedItems findInsertedRows readDeletedPages
fetchRemoveList getUpdateInfo findDeleteCandidates listSendTargets countInsertRows searchRemoveList loadSaveSlots
"""
CHANGES = """
createOrder updateUser upsertNote deleteTeam removeInvoice destroyMember savePage insertComment addOrder
sendUser publishNote markTeam archiveInvoice restoreMember renamePage moveComment setOrder syncUser
subscribeNote unsubscribeTeam registerInvoice inviteMember revokePage cancelComment approveOrder rejectUser
enableNote disableTeam toggleInvoice resetMember activatePage deactivateComment assignOrder unassignUser
grantNote writeTeam putInvoice postMember patchPage pushComment emitOrder dispatchUser triggerNote enqueueTeam
scheduleInvoice startMember stopPage logComment trackOrder signUser submitNote processTeam uploadInvoice
chargeMember payPage purchaseComment redeemOrder claimUser consumeNote incrementTeam decrementInvoice
touchMember lockPage refreshComment ensureOrder initUser initializeNote initialiseTeam importInvoice
migrateMember seedPage recordComment persistOrder storeUser commitNote applyTeam acceptInvoice declineMember
joinPage leaveComment userCreateMany userUpdateMany userUpsertMany userDeleteMany userRemoveMany userSaveMany
userInsertMany userSendMany getOrCreateUser findAndArchive loadThenDispatch fetchUserAndPublish create
SAVE_ORDER createHTTPHook getOrUpdateUser findOrUpsertRow findAndDelete fetchAndRemove loadAndSave getOrInsert
loadThenSend userRemoveCount
"""
NEITHER = """
user orders  _ 42 savedItems sets issue islands counter handleClick createdBy getSecret getToken
getSession getCsrf getNonce getIntent getCheckout getPresigned getSigned getOtp getUpload getUrl getCart
getUploadUrl fetchSessionToken loadCartItems createClient createConnection createCaller createContext
createInstance createLoader createStore createPool createLogger createSchema createUrl createUrls createParams
createHeaders createServerClient initStore
"""


@pytest.mark.parametrize("name", ANSWERS.split())
def test_a_name_that_answers(name: str) -> None:
    assert is_named_for_an_answer(name) and not is_named_for_a_change(name)


@pytest.mark.parametrize("name", CHANGES.split())
def test_a_name_that_changes(name: str) -> None:
    assert is_named_for_a_change(name) and not is_named_for_an_answer(name)


@pytest.mark.parametrize("name", ["", *NEITHER.split()])
def test_a_name_that_says_neither(name: str) -> None:
    assert not is_named_for_a_change(name) and not is_named_for_an_answer(name)
